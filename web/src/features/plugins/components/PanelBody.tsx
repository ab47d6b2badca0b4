import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Box, InfoPanelItem } from '../lib/contract';
import type { Loaded } from '../lib/loaded';
import { perform } from '../lib/perform';
import { Boxes } from './Boxes';

/** A plugin's tab of the info panel: it is told what the panel is about, and says what stands in it. */
export default function PanelBody({ plugin, item, id }: { plugin: Loaded; item: InfoPanelItem; id: number }) {
  const [body, setBody] = useState<Box | null>(item.onLoad ? null : (item.body ?? {}));
  useEffect(() => {
    let here = true;
    void perform(plugin, async () => {
      const answer = await item.subMenu?.onClick?.(id);
      if (item.onLoad) {
        const loaded = await item.onLoad();
        if (here) setBody(loaded?.body ?? item.body ?? {});
      }
      return answer;
    }).finally(() => here && setBody((shown) => shown ?? item.body ?? {}));
    return () => {
      here = false;
    };
  }, [plugin, item, id]);
  return body ? <Boxes plugin={plugin} box={body} /> : <Skeleton height={80} radius="md" />;
}
