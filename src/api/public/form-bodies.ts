import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A form of a few fields; whatever is larger was made by no page and no mail client. */
const MOST_BODY = 16 * 1024;

/**
 * Makes the routes of a scope take forms, urlencoded and multipart, and JSON only where `json` says so. A body that is none of
 * them is read as no fields: a mail client that writes it oddly still means what it asks for.
 */
export function takeForms(scope: FastifyInstance, { json = false }: { readonly json?: boolean } = {}): void {
  if (json) scope.removeContentTypeParser(['application/x-www-form-urlencoded', 'multipart/form-data']);
  else scope.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: MOST_BODY } as const;
  scope.addContentTypeParser(['application/x-www-form-urlencoded', 'multipart/form-data'], options, readForm);
  scope.addContentTypeParser('*', options, async () => ({}));
  scope.addHook('preValidation', async (request) => {
    if (request.method === 'POST') request.body ??= {};
  });
}

async function readForm(request: FastifyRequest, body: Buffer): Promise<Record<string, string>> {
  try {
    const type = request.headers['content-type'] ?? '';
    const form = await new Response(Uint8Array.from(body), { headers: { 'content-type': type } }).formData();
    const fields = [...form].filter((field): field is [string, string] => typeof field[1] === 'string');
    return Object.fromEntries(fields);
  } catch {
    return {};
  }
}
