/** The beginning of `curl -v`'s output, a dump of a message or a request in a file. */
const MESSAGE =
  /^(?:[<>] (?:HTTP\/\d|[^\s:=,;]+:|[A-Z]+ \S+ HTTP\/\d)|\*\s+[A-Z]|\s+% Total\s|[A-Z]+ \S+ HTTP\/\d|HTTP\/\d)/;
/** A field of a message; `curl -v` has the direction before it. */
const FIELD = /^([<>] )?baggage:[ \t]*(.*)$/i;
const END_OF_MESSAGE = /^[<>]?\s*$/;
const START_OF_MESSAGE =
  /^[<>] (?:[A-Z]+ \S+ HTTP\/\d|HTTP\/\d)|^[A-Z]+ \S+ HTTP\/\d|^HTTP\/\d/;

/**
 * The headers in lines: each line is one, with or without `baggage:` before
 * it. From the first line on that only a message of HTTP has, as `curl -v`
 * prints it, headers are its `baggage` fields; those of one message are one
 * (rule E1).
 */
export async function* headersIn(
  lines: AsyncIterable<string>,
): AsyncGenerator<string> {
  let isMessage = false;
  let fields: string[] = [];
  for await (const line of lines) {
    isMessage ||= MESSAGE.test(line);
    if (!isMessage) {
      if (line.trim() !== '') yield withoutFieldName(line);
      continue;
    }
    if (END_OF_MESSAGE.test(line) || START_OF_MESSAGE.test(line)) {
      if (fields.length > 0) yield fields.join(',');
      fields = [];
    }
    const field = FIELD.exec(line);
    if (field) fields.push(field[2]!);
  }
  if (fields.length > 0) yield fields.join(',');
}

/** No key begins so: ":" stands in none (rule E4). */
export function withoutFieldName(line: string): string {
  return line.replace(/^baggage:[ \t]*/i, '');
}
