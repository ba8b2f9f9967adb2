import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs';
import './tabs.css';

export interface TabEntry<T extends string> {
  readonly id: T;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

/** Parts of one thing, one shown at a time. Only the shown one is rendered. */
export function Tabs<T extends string>({
  label,
  tabs,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly tabs: readonly TabEntry<T>[];
  readonly chosen: T;
  readonly onChoose: (id: T) => void;
}) {
  return (
    <AriaTabs
      className="ft-tabs"
      selectedKey={chosen}
      onSelectionChange={(key) => {
        const tab = tabs.find((entry) => entry.id === key);
        if (tab !== undefined) onChoose(tab.id);
      }}
    >
      <TabList aria-label={label} className="ft-tab-list">
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="ft-tab">
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="ft-tab-panel">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
