import { Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';

interface PanelTabsProps {
  /** Only what is shown is rendered, and so fetched. */
  tabs: { id: string; label: string; content: () => ReactNode }[];
  /** The one that is shown first. */
  initial?: string | undefined;
}

/** The pages of a side panel; a single one needs no tabs. */
export function PanelTabs({ tabs, initial }: PanelTabsProps) {
  const [tab, setTab] = useState(initial ?? tabs[0]?.id ?? '');
  if (tabs.length < 2) return tabs[0]?.content();
  return (
    <Tabs value={tab} onChange={(next) => next && setTab(next)}>
      <Tabs.List mb="md">
        {tabs.map(({ id, label }) => (
          <Tabs.Tab key={id} value={id} px="sm">
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ id, content }) => (
        <Tabs.Panel key={id} value={id}>
          {id === tab && content()}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
