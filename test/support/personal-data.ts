import { Connection } from '@temporalio/client';
import { temporal as proto } from '@temporalio/proto';

/*
 * Law 7 for every history that a test makes: when its server stops, all that it would tell of every run is searched for
 * what tests seed as somebody's. Names, addresses and numbers of a test are to be those here, or of their forms.
 */

const FORMS: readonly { readonly what: string; readonly form: RegExp }[] = [
  { what: 'an address', form: /[\w.+-]+@[\w-]+(\.[\w-]+)*\.(example|test)\b/ },
  { what: 'a telephone number', form: /\+\d{8,15}\b/ },
  { what: 'a name', form: /Ada Lovelace|Grace Hopper|Rita Rep|Sam Seller|Somebody Else|Canaria Namensvogel|王芳|李娜/ },
];

/** What of somebody's a text holds, in words that don't repeat it whole. */
export function personalDataIn(text: string): string[] {
  return FORMS.flatMap(({ what, form }) => {
    const found = form.exec(text)?.[0];
    return found === undefined ? [] : [`${what} (${found.slice(0, 4)}…)`];
  });
}

/** Everything that a server gives out about each run that it knows: history, memo, attributes, failures, inputs. */
export async function* everyRun(
  connection: Connection,
  namespace: string,
): AsyncGenerator<{ readonly workflowId: string; readonly text: string }> {
  const { workflowService } = connection;
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await workflowService.listWorkflowExecutions({ namespace, pageSize: 200, nextPageToken });
    for (const info of page.executions ?? []) {
      const execution = info.execution ?? {};
      const parts = [proto.api.workflow.v1.WorkflowExecutionInfo.encode(info).finish()];
      const described = await workflowService.describeWorkflowExecution({ namespace, execution });
      parts.push(proto.api.workflowservice.v1.DescribeWorkflowExecutionResponse.encode(described).finish());
      parts.push(...(await historyOf(workflowService, namespace, execution)));
      // Payloads lie in these messages as they are, so that the bytes can be searched.
      yield { workflowId: execution.workflowId ?? '', text: Buffer.concat(parts).toString('utf8') };
    }
    nextPageToken = page.nextPageToken ?? new Uint8Array();
  } while (nextPageToken.length > 0);
}

async function historyOf(
  service: Connection['workflowService'],
  namespace: string,
  execution: proto.api.common.v1.IWorkflowExecution,
): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await service.getWorkflowExecutionHistory({ namespace, execution, nextPageToken });
    parts.push(proto.api.history.v1.History.encode(page.history ?? {}).finish());
    nextPageToken = page.nextPageToken ?? new Uint8Array();
  } while (nextPageToken.length > 0);
  return parts;
}

/** The runs of a server that hold something of somebody's; how many were looked at. Null: it answers no more. */
export async function findPersonalData(server: {
  readonly address: string;
  readonly namespace: string;
}): Promise<{ readonly runs: number; readonly found: readonly string[] } | null> {
  const connection = await Connection.connect({ address: server.address, connectTimeout: '2s' }).catch(() => null);
  if (connection === null) return null;
  try {
    let runs = 0;
    const found: string[] = [];
    for await (const { workflowId, text } of everyRun(connection, server.namespace)) {
      runs += 1;
      for (const what of personalDataIn(text)) found.push(`${workflowId}: ${what}`);
    }
    return { runs, found };
  } finally {
    await connection.close();
  }
}

/** Throws if the server has been told anything of somebody's. */
export async function expectNoPersonalData(server: {
  readonly address: string;
  readonly namespace: string;
}): Promise<void> {
  const looked = await findPersonalData(server);
  if (looked === null || looked.found.length === 0) return;
  throw new Error(
    `Law 7: Temporal was told of people, in ${looked.found.length} places:\n${looked.found.slice(0, 20).join('\n')}`,
  );
}
