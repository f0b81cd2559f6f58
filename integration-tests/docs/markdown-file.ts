import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import MarkdownIt from 'markdown-it';
import type Token from 'markdown-it/lib/token.mjs';
import { ROOT } from './root';
import type { CodeBlock, Link, Paragraph } from './types';

const markdown = new MarkdownIt({ html: true });

const NOTE = /^<!-- ([a-z ]+): (.+?) -->\s*$/;
const HTML_LINK = /<(?:a|img)\s[^>]*(?:href|src)="([^"]+)"/g;

/** What a Markdown file holds that can be checked. */
export class MarkdownFile {
  readonly blocks: CodeBlock[] = [];
  readonly links: Link[] = [];
  /** Paragraphs, headings, list items and table cells, with their lines. */
  readonly paragraphs: Paragraph[] = [];
  /** What can stand behind a `#` in a link to this file, as GitHub has it. */
  readonly anchors = new Set<string>();
  readonly text: string;
  private readonly slugger = new GithubSlugger();
  /** The block that a `text` block would be the output of. */
  private lastBlock: CodeBlock | undefined;
  private lastLine = 1;

  /** @param path from the root of the repository */
  constructor(readonly path: string) {
    this.text = readFileSync(join(ROOT, path), 'utf8');
    const tokens = markdown.parse(withoutFrontMatter(this.text), {});
    tokens.forEach((token, index) => this.read(token, index, tokens));
  }

  private read(token: Token, index: number, tokens: Token[]): void {
    // A cell has the line of its row.
    if (token.map !== null) this.lastLine = token.map[0] + 1;
    const line = this.lastLine;
    switch (token.type) {
      case 'heading_open':
        this.lastBlock = undefined;
        this.anchors.add(this.slugger.slug(textOf(tokens[index + 1]!)));
        break;
      case 'fence':
      case 'code_block':
        this.addBlock(token, line, tokens[index - 1]);
        break;
      case 'html_block':
        this.addHtmlLinks(token.content, line);
        break;
      case 'inline':
        this.paragraphs.push({
          line,
          text: token.content,
          isHeading: tokens[index - 1]?.type === 'heading_open',
        });
        this.addLinks(token, line);
    }
  }

  private addBlock(
    token: Token,
    line: number,
    before: Token | undefined,
  ): void {
    const language = token.info.trim();
    if (language === 'text' && this.lastBlock !== undefined) {
      this.lastBlock.output = token.content;
    }
    const note = before?.type === 'html_block' && NOTE.exec(before.content);
    const block: CodeBlock = {
      file: this.path,
      line,
      language,
      code: token.content,
      notes: new Map(note ? [[note[1]!, note[2]!]] : []),
    };
    this.blocks.push(block);
    this.lastBlock = language === 'text' ? undefined : block;
  }

  private addLinks(token: Token, line: number): void {
    for (const child of token.children ?? []) {
      if (child.type === 'html_inline') this.addHtmlLinks(child.content, line);
      const target = child.attrGet('href') ?? child.attrGet('src');
      if (target !== null) this.links.push({ file: this.path, line, target });
    }
  }

  private addHtmlLinks(html: string, line: number): void {
    for (const [, target] of html.matchAll(HTML_LINK)) {
      this.links.push({ file: this.path, line, target: target! });
    }
  }
}

/** Of issue templates; the lines stay, so that the numbers are right. */
function withoutFrontMatter(text: string): string {
  return text.replace(/^---\n[\s\S]*?\n---\n/, matter =>
    matter.replace(/.+/g, ''),
  );
}

/** A heading's text without its marks. */
function textOf(inline: Token): string {
  return (inline.children ?? [])
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');
}
