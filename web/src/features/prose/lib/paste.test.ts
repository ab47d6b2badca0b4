import { DOMParser as Parser } from 'prosemirror-model';
import { expect, test } from 'vitest';
import { Styles } from './look';
import { clean, clipboard, fromText } from './paste';
import { schema } from './schema';
import { at, LOOK, paragraph, stateOf, tree } from './testing';

const styles = new Styles(LOOK);
function read(html: string) {
  const page = new DOMParser().parseFromString(clean(html, '1:here', styles), 'text/html');
  return Parser.fromSchema(schema).parse(page.body);
}
const lines = (html: string) =>
  read(html).children.map(({ textContent, attrs }) => [
    attrs['list'] ?? attrs['style'] ?? '',
    attrs['level'] ?? 0,
    textContent,
  ]);

test("Word's lists become lists, its looks stay outside", () => {
  const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head><body>
    <!--StartFragment--><h1>Plan<o:p></o:p></h1>
    <p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><!--[if !supportLists]--><span
    style='font-family:Symbol;mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><!--[endif]-->Point</p>
    <p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span> </span></span>Step</p>
    <p class=MsoNormal><b><span style='font-size:20pt;color:red'>Bold</span></b> and <i>more</i></p><!--EndFragment--></body></html>`;
  expect(lines(html)).toEqual([
    ['Heading1', 0, 'Plan'],
    ['bullet', 1, 'Point'],
    ['number', 0, 'Step'],
    ['', 0, 'Bold and more'],
  ]);
  const marks = read(html)
    .child(3)
    .children.map((node) => node.marks.map(({ type }) => type.name));
  expect(marks).toEqual([['bold'], [], ['italic']]);
});

test("the web's lists, tables and wrappers become paragraphs", () => {
  expect(lines('<ul><li>a<ol><li><p>b</p></li></ol></li><li>c</li></ul>')).toEqual([
    ['bullet', 0, 'a'],
    ['number', 1, 'b'],
    ['bullet', 0, 'c'],
  ]);
  const table = read('<table><tr><td><p>a</p></td><td>b</td></tr><tr><th>c</th></tr></table>');
  expect(table.toString()).toBe('doc(paragraph("a ", tab, "b"), paragraph("c"))');
  const wrapped = read('<b style="font-weight:normal"><p>plain <span style="font-weight:700">bold</span></p></b>');
  expect(wrapped.toString()).toBe('doc(paragraph("plain ", bold("bold")))');
});

test('links that would run something, scripts and pictures of elsewhere stay outside', () => {
  const html =
    '<p><a href="javascript:alert(1)">x</a><script>alert(1)</script><img src="https://a.example/t.png">y <a href="https://b.example">z</a></p>';
  expect(read(html).toString()).toBe('doc(paragraph("xy ", link("z")))');
});

test('names of this document are known here, and forgotten elsewhere', () => {
  const html = (document: string) =>
    `<p data-atrium-document="${document}" data-id="p1" data-style="Quote" data-list="number" data-num="3"><span data-run="r1"><span data-size="20">a</span></span><span data-kept="o1" data-label="Footnote">Footnote</span></p>`;
  const here = read(html('1:here')).child(0);
  expect(here.attrs).toMatchObject({ id: 'p1', style: 'Quote', num: '3' });
  expect(here.toString()).toBe('paragraph(run(size("a")), opaque)');
  const elsewhere = read(html('2:there')).child(0);
  expect(elsewhere.attrs).toMatchObject({ id: null, style: null, list: 'number', num: null });
  expect(elsewhere.firstChild?.marks.find(({ type }) => type.name === 'size')?.attrs).toEqual({ value: 20 });
  expect(elsewhere.childCount).toBe(1);
  // A page that claims to know our names is not believed.
  expect(read('<p data-id="p1">a</p>').child(0).attrs['id']).toBeNull();
});

test('what is copied says where it comes from, and headings are headings', () => {
  const { clipboardSerializer } = clipboard(
    () => '1:here',
    () => styles,
  );
  const { doc } = stateOf(tree(paragraph({ style: 'Heading1', id: 'p1' }, 'Head')));
  const box = document.createElement('div');
  if (clipboardSerializer) box.append(clipboardSerializer.serializeFragment(doc.content));
  expect(box.innerHTML).toContain('<h1');
  expect(read(box.innerHTML).child(0).attrs).toMatchObject({ style: 'Heading1', id: 'p1' });
});

test('plain text goes line by line into paragraphs like the one it is pasted into', () => {
  const state = at(
    stateOf(tree(paragraph({ id: 'p1', list: 'bullet', level: 0 }, ['Item', { bold: {} }]))),
    'Item',
    true,
  );
  const { content } = fromText('a\tb\r\nc\u0000', state.selection.$from);
  expect(content.toString()).toBe('<paragraph(bold("a"), tab, bold("b")), paragraph(bold("c"))>');
  expect(content.child(0).attrs).toMatchObject({ list: 'bullet', id: null });
});
