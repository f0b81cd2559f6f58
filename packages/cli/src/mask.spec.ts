import { Mask } from './mask';

const mask = new Mask({});

test.each([
  ['tenant.id=acme', 'tenant.id=acme'],
  ['session.token=abc', 'session.token=********'],
  ['API_KEY = abc , a=1', 'API_KEY =********, a=1'],
  ['a=1,password=abc;ttl=60,b=2', 'a=1,password=********,b=2'],
  ['a=1;secret=abc;b,c=3', 'a=1;secret=********,c=3'],
  ['a=1;token', 'a=1;token'],
  ['password=', 'password='],
])('T4 %s is shown as %s', (header, shown) => {
  expect(mask.header(header)).toBe(shown);
});

test.each([
  'my password=s3cret',
  '"password"=s3cret',
  'password="s3cret;s3cret"',
  'password=%zz;s3cret',
  'Authorization: Bearer s3cret',
  'a=1;bearer s3cret',
  'a=1;secret="s3cret;s3cret"',
  'password="a,s3cret"',
  'password="a,b=s3cret,s3cret"',
  'password="a\\",b=s3cret"',
  'a=1;password="b,c=s3cret"',
  'password=a,s3cret',
  'PassWord=s3cret',
  'pass%77ord=s3cret',
  'pass%2577ord=s3cret',
  'password%3Ds3cret',
  'a=1;password%3Ds3cret',
  'a=1;PASS%77ORD=s3cret',
  'a=password=s3cret',
  'a=1;b=token=s3cret',
  'url=https://a.example/%3Ftoken%3Ds3cret',
  'json=%7B%22password%22:%22s3cret%22%7D',
  'a=1;json=%7B%22password%22%3A%22s3cret%22%7D',
  '"auth"=s3cret',
  'my auth=s3cret',
])('T4 nothing is shown of a secret in what is no valid member: %s', header => {
  expect(mask.header(`x=1,${header},y=2`)).not.toContain('s3cret');
});

test('T4 the patterns of the environment count too, in either case', () => {
  const withUser = new Mask({ sensitive: ['user.*'] });
  expect(withUser.header('User.ID=7,token=a')).toBe(
    'User.ID=********,token=********',
  );
});

test('T4 what stands behind a secret in quotes is shown again', () => {
  expect(mask.header('password="a,b=1",c=2')).toBe(
    'password=********,********,c=2',
  );
  expect([...mask.keysInSecrets('password="a,b=1",c=2')]).toEqual(['b']);
});

test('T4 a secret in quotes without an end hides all that follows', () => {
  expect(mask.header('a=1,password="b\\,c=3,d=4')).toBe(
    'a=1,password=********,********,********',
  );
});

test('T4 properties behind a hidden one are hidden with it', () => {
  const properties = [{ key: 'a' }, { key: 'token', value: 'x' }, { key: 'b' }];
  const hidden = { key: undefined, value: undefined, isMasked: true };
  expect(mask.properties(properties, false)).toEqual([
    { key: 'a', value: undefined, isMasked: false },
    { key: 'token', value: undefined, isMasked: true },
    hidden,
  ]);
  expect(mask.properties(properties, true)).toEqual([hidden, hidden, hidden]);
});
