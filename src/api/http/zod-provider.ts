import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';

/*
 * The one place that knows which library joins Fastify and zod: parsing what comes in, writing what goes out (fields
 * that a contract doesn't declare are left out), and the OpenAPI form of both.
 */

/** `body`, `querystring`, `params` or `headers`. */
export type PartOfRequest = string;

/** A request that doesn't fit its contract. */
export class RequestMisfit extends Error {
  readonly statusCode = 400;
  constructor(
    readonly part: PartOfRequest,
    readonly schema: z.ZodType,
    readonly issues: readonly z.core.$ZodIssue[],
  ) {
    super(`the ${part} does not fit its contract`);
  }
}

/** An answer of ours that doesn't fit its contract: a defect of this program. Names places, never values. */
export class AnswerMisfit extends Error {
  readonly statusCode = 500;
  constructor(method: string, url: string, issues: readonly z.core.$ZodIssue[]) {
    const places = issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.code}`).join('; ');
    super(`the answer to ${method} ${url} does not fit its contract: ${places}`);
  }
}

export function useZod(app: FastifyInstance): void {
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (data) => {
    const result = schema.safeParse(data);
    return result.success
      ? { value: result.data }
      : { error: new RequestMisfit(httpPart ?? 'body', schema, result.error.issues) };
  });
  app.setSerializerCompiler<z.ZodType>(({ schema, method, url }) => (data) => {
    // The handler's value is the output side already: it is checked and stripped, not transformed.
    const result = z.safeEncode(schema, data);
    if (!result.success) throw new AnswerMisfit(method, url, result.error.issues);
    return JSON.stringify(result.data);
  });
}

export const openapiTransform = { transform: jsonSchemaTransform, transformObject: jsonSchemaTransformObject };
