import type { CampaignFault } from '../../api/campaign-ports.js';
import { err } from '../../domain/result.js';

export const refuse = (code: CampaignFault['code'], detail: string) => err<CampaignFault>({ code, detail });
