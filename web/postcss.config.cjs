const postcss = require('postcss');
const mantine = require('postcss-preset-mantine');

/** The preset for our own styles. Those of pdf.js use what browsers know today, on which it would work for minutes. */
const forOwnStyles = {
  postcssPlugin: 'mantine-for-own-styles',
  async Once(root, { result }) {
    const file = root.source?.input.file ?? '';
    if (file.includes('pdfjs-dist')) return;
    const done = await postcss([mantine()]).process(root.clone(), { from: result.opts.from, map: false });
    root.removeAll();
    root.append(done.root.nodes);
  },
};

module.exports = { plugins: [forOwnStyles] };
