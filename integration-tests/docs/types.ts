/** A fenced code block of a Markdown file. */
export interface CodeBlock {
  /** From the root of the repository. */
  file: string;
  /** Of the fence, counted from 1. */
  line: number;
  language: string;
  code: string;
  /**
   * What an HTML comment just before it says, by what stands before the colon:
   *
   * - `<!-- prelude: NAME -->`: the file of this name in `preludes` comes before
   *   the code, when it is compiled and run
   * - `<!-- part of: PATH -->`: it is not compiled or run here; it is a part of
   *   that file, which another test compiles or runs
   * - `<!-- run by: PATH -->`: that spec takes it from the page and runs it
   */
  notes: ReadonlyMap<string, string>;
  /** What it prints: the next block, of `text`, before the next heading. */
  output?: string;
}

/** A link or image of a Markdown file. */
export interface Link {
  /** From the root of the repository. */
  file: string;
  line: number;
  target: string;
}

/** A paragraph, heading, list item or table cell of a Markdown file. */
export interface Paragraph {
  line: number;
  text: string;
  isHeading: boolean;
}
