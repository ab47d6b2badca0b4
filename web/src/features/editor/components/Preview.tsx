import { Typography } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Shared } from '../lib/provider';
import { render } from '../lib/render';
import classes from './EditorPage.module.css';

/** Typing goes on while it is rendered, a moment later. */
const MOMENT = 120;

/** What the Markdown looks like, as it is being written. */
export function Preview({ shared, label }: { shared: Shared; label: string }) {
  const [html, setHtml] = useState(() => render(shared.text.toString()));
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      waiting = undefined;
      setHtml(render(shared.text.toString()));
    };
    const changed = () => {
      waiting ??= setTimeout(draw, MOMENT);
    };
    draw();
    shared.text.observe(changed);
    return () => {
      shared.text.unobserve(changed);
      clearTimeout(waiting);
    };
  }, [shared]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll with the keyboard
    <section className={classes.preview} aria-label={label} tabIndex={0}>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: lib/render lets no HTML of the text through */}
      <Typography className={classes.prose} dangerouslySetInnerHTML={{ __html: html }} />
    </section>
  );
}
