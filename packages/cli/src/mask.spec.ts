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
])('T4 nothing is shown of a secret in what is no valid member: %s', header => {
  expect(mask.header(`x=1,${header},y=2`)).not.toContain('s3cret');
});

test('T4 the patterns of the environment count too, in either case', () => {
  const withUser = new Mask({ sensitive: ['user.*'] });
  expect(withUser.header('User.ID=7,token=a')).toBe(
    'User.ID=********,token=********',
  );
});
