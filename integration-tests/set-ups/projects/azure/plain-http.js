import { createDefaultHttpClient } from '@azure/core-rest-pipeline';

/** Only for this test: the exporters insist on `https`, what receives it has no certificate. */
export const httpClient = {
  sendRequest(request) {
    request.url = request.url.replace(/^https:/, 'http:');
    request.allowInsecureConnection = true;
    return createDefaultHttpClient().sendRequest(request);
  },
};
