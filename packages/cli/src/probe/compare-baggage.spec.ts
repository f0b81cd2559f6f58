import { compareBaggage } from './compare-baggage';

function results(sent: string, received: string): string[] {
  return compareBaggage(sent, received).map(
    ({ key, result }) => `${key} ${result}`,
  );
}

test('what became of each entry, in the order it was sent', () => {
  expect(results('a=1,b=2,c=3;p', 'd=4,c=3,a=1')).toEqual([
    'a same',
    'b lost',
    'c changed',
    'd added',
  ]);
});

test('order, white space and encoding alone are no change', () => {
  expect(results('a=%41,b=2;p=1', ' b = 2 ; p=1 , a=A')).toEqual([
    'a same',
    'b same',
  ]);
});

test('what is not valid on either side is not there', () => {
  expect(results('a b=1,c="1"', 'd;')).toEqual([]);
});

test('no limit stands between', () => {
  const many = Array.from(
    { length: 500 },
    (_, i) => `key${i}=0123456789abcdef`,
  );
  expect(
    new Set(results(many.join(), many.join()).map(r => r.split(' ')[1])),
  ).toEqual(new Set(['same']));
});
