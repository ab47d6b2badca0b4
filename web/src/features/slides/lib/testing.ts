// Presentations for tests, built as the server seeds them.
import * as Y from 'yjs';
import { Slides, TREE } from './model';

type Attributes = Record<string, string | number | boolean>;

export function element(name: string, attrs: Attributes, children: (Y.XmlElement | Y.XmlText)[] = []): Y.XmlElement {
  const made = new Y.XmlElement<Attributes>(name);
  for (const [key, value] of Object.entries(attrs)) made.setAttribute(key, value);
  made.insert(0, children);
  return made as unknown as Y.XmlElement;
}

export function paragraph(words: string, attrs: Attributes = {}, marks: object = {}): Y.XmlElement {
  const text = new Y.XmlText();
  text.applyDelta([{ insert: words, attributes: marks }]);
  return element('paragraph', attrs, words === '' ? [] : [text]);
}

export function shape(key: string, order: string, words: string, attrs: Attributes = {}): Y.XmlElement {
  const place = { key, order, geom: 'rect', x: 0, y: 0, w: 1000, h: 500 };
  return element('shape', { ...place, ...attrs }, [element('text', {}, [paragraph(words)])]);
}

export function slide(key: string, order: string, things: Y.XmlElement[] = []): Y.XmlElement {
  return element('slide', { key, order, layout: 'one' }, things);
}

export function tree(...slides: Y.XmlElement[]): { doc: Y.Doc; slides: Slides } {
  const doc = new Y.Doc();
  doc.getXmlFragment(TREE).insert(0, slides);
  return { doc, slides: new Slides(doc) };
}
