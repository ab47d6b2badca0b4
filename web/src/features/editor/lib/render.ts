import MarkdownIt from 'markdown-it';

// HTML in the text stays text: nobody's document runs anything in anybody's page.
const reader = new MarkdownIt({ html: false, linkify: true, breaks: false });

const plainLink = reader.renderer.rules.link_open;
reader.renderer.rules.link_open = (tokens, index, options, env, self) => {
  tokens[index]?.attrSet('target', '_blank');
  tokens[index]?.attrSet('rel', 'noopener noreferrer');
  return plainLink ? plainLink(tokens, index, options, env, self) : self.renderToken(tokens, index, options);
};

/** Markdown as HTML that is safe to show. */
export function render(text: string): string {
  return reader.render(text);
}
