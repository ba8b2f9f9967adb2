import type { RobotDeps } from '../../src/worker/deliver-to-robot.js';

/** For deliveries of which none is for a robot. */
export const NO_ROBOTS: Omit<RobotDeps, 'store' | 'now'> = {
  robots: {
    access: async () => 'gone',
    takeTurn: async () => null,
    rest: async () => {},
    note: async () => {},
  },
  sayThroughRobot: () => Promise.reject(new Error('there is no robot')),
  pageUrl: 'https://crm.example',
};
