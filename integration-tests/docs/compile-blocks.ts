import { join } from 'node:path';
import ts from 'typescript';
import { programOf } from './program-text';
import { ROOT } from './root';
import type { CodeBlock } from './types';

/** As strict as a user can be; types are those that the packages publish. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowJs: true,
  checkJs: true,
  strict: true,
  esModuleInterop: true,
  noEmit: true,
  // The types of the SDK are not ours to check.
  skipLibCheck: true,
  types: ['node'],
};

/**
 * Type checks blocks, each as a file of its own in one program.
 *
 * @returns what is wrong with each, with the line in the Markdown file; in the
 *   order of the blocks
 */
export function compileBlocks(blocks: readonly CodeBlock[]): string[][] {
  const programs = blocks.map(programOf);
  const names = programs.map(({ extension }, index) =>
    join(ROOT, `integration-tests/docs/block-${index}.${extension}`),
  );
  const texts = new Map(
    names.map((name, index) => [name, programs[index]!.text]),
  );
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile } = host;
  host.fileExists = name => texts.has(name) || fileExists(name);
  host.readFile = name => texts.get(name) ?? readFile(name);

  const program = ts.createProgram(names, OPTIONS, host);
  return names.map((name, index) => {
    const { preludeLines } = programs[index]!;
    return ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(diagnostic => describe(diagnostic, blocks[index]!, preludeLines));
  });
}

function describe(
  { file, start, messageText }: ts.Diagnostic,
  block: CodeBlock,
  preludeLines: number,
): string {
  const message = ts.flattenDiagnosticMessageText(messageText, '\n');
  if (file === undefined || start === undefined) return message;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${block.file}:${block.line + 1 + line - preludeLines} ${message}`;
}
