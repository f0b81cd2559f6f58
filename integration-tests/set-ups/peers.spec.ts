// Services of others that are asked by ours and ask ours, over HTTP.

import { join } from 'node:path';
import {
  INSTALL_TIMEOUT,
  InstalledProject,
  NEWER_NODE,
} from '../registry/installed-project';
import { Application } from './application';
import { type Receiver, startReceiver } from './receiver';
import { recordResult } from './record';
import type { Answer } from './requests';
import { type PeerRow, peersToRun } from './rows';

const ENVIRONMENT = {
  OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'none',
  DD_TRACE_STARTUP_LOGS: 'false',
  DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
  DD_REMOTE_CONFIGURATION_ENABLED: 'false',
  DD_TRACE_AGENT_URL: 'http://127.0.0.1:1',
};
/** The service with these packages that asks it. */
const OURS = ['node', '--import', '@otel-baggage/node/register', 'app.js'];

const rows: PeerRow[] = peersToRun();

test('peers have headers to understand', () => {
  for (const { understood } of rows) expect(understood).not.toEqual([]);
});

for (const row of rows) {
  describe(row.title, () => {
    let project: InstalledProject;
    let receiver: Receiver;
    let peer: Application;
    let ours: Application;

    beforeAll(async () => {
      project = InstalledProject.install(row.name, {
        projects: join(__dirname, 'projects'),
        others: ['work', 'server'],
        node: NEWER_NODE,
      });
      receiver = await startReceiver();
      const env = { ...receiver.environment, ...ENVIRONMENT };
      peer = await Application.start(row.start, project.folder, env);
      ours = await Application.start(OURS, project.folder, {
        ...env,
        PEER_URL: peer.url,
      });
    }, INSTALL_TIMEOUT);
    afterAll(async () => {
      const said = [await ours?.end(), await peer?.end()].join('');
      if (said) console.log(said);
      await receiver?.stop();
      project?.remove();
    });

    async function ask(
      url: string,
      headers: Record<string, string> = {},
    ): Promise<Answer> {
      const response = await fetch(url, { headers });
      return (await response.json()) as Answer;
    }

    test.each(row.understood)(
      'I4 I5 of $header that ours sends it understands $entries',
      async ({ header, entries }) => {
        const { sent } = await ask(ours.url, { baggage: header });
        expect(sent).toEqual({ http: entries, fetch: entries });
      },
    );

    test('E5 what it sends is what it meant', async () => {
      const { entries } = await ask(`${peer.url}?ask=${ours.url}`);
      expect(entries).toEqual([
        ['tenant.id', 'acme'],
        ['tenant.name', 'Zürich AG'],
        ['tenant.sum', '1+1=2'],
      ]);
      recordResult(row, project.folder);
    });
  });
}
