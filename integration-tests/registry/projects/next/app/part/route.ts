export function GET({ headers }: Request) {
  const baggage = headers.get('baggage');
  // Several would be one, separated by commas.
  return Response.json({ baggage, parents: [headers.get('traceparent')] });
}
