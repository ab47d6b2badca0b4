import * as Y from 'yjs';
import type { Layout } from './deck';
import type { Slide, Thing } from './model';

/** An empty slide of a layout, to be looked at. */
export function sampleOf(layout: Layout): Slide {
  const things = Object.entries(layout.placeholders)
    .filter(([, { offer }]) => offer)
    .map(
      ([ph]): Thing => ({
        kind: 'shape',
        element: new Y.XmlElement('shape'),
        key: ph,
        order: '',
        box: null,
        attrs: { geom: 'rect', ph },
        text: null,
        paragraphs: [{ level: 0, align: null, bullet: null, pieces: [] }],
        rows: [],
      }),
    );
  return {
    element: new Y.XmlElement('slide'),
    key: layout.key,
    order: '',
    layout: layout.key,
    hidden: false,
    bg: null,
    things,
    notes: null,
    notesParagraphs: [],
  };
}
