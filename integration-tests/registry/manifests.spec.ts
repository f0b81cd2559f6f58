// What the registry shows of each package.

interface PublishedManifest {
  version: string;
  repository: { url: string; directory: string };
  dependencies?: Record<string, string>;
  dist: { tarball: string };
}

const NAMES = [
  'cli',
  'core',
  'log-record-processor',
  'metrics',
  'node',
  'propagator',
  'span-processor',
];

async function manifestOf(name: string): Promise<PublishedManifest> {
  const address = `${process.env.REGISTRY_URL}@otel-baggage%2f${name}/latest`;
  return (await fetch(address)).json() as Promise<PublishedManifest>;
}

test.each(NAMES)(
  '@otel-baggage/%s names its folder in the repository, as provenance requires',
  async name => {
    const { repository } = await manifestOf(name);
    expect(repository).toMatchObject({ directory: `packages/${name}` });
    expect(repository.url).toMatch(/^git\+https:\/\/.*\.git$/);
  },
);

test('all have one version, and ask for that of the others', async () => {
  const manifests = await Promise.all(NAMES.map(manifestOf));
  const [{ version }] = manifests as [PublishedManifest];
  for (const manifest of manifests) {
    expect(manifest.version).toBe(version);
    for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
      if (name.startsWith('@otel-baggage/')) expect(range).toBe(version);
    }
  }
});
