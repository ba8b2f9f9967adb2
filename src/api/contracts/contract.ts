import type { z } from 'zod';

/*
 * A contract says all about one operation that both sides must know. The server registers it, the client calls it, and
 * the OpenAPI document prints it.
 */

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface Contract {
  /** Unique name; the policy table and generated clients go by it. */
  readonly operationId: string;
  readonly method: Method;
  /** With `:name` for each key of `params`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Media types of a body that isn't JSON. */
  readonly consumes?: readonly string[];
  /** What a success answers; absent: nothing (204). */
  readonly response?: z.ZodType;
  /** The status of a success: 200 if there is a response, else 204. */
  readonly status?: 200 | 201 | 302;
  /** Other answers that are no problems, by status: not being ready, for one. */
  readonly others?: { readonly [status: number]: z.ZodType };
  /** Of a response that isn't JSON; its schema is then a string. */
  readonly contentType?: string;
}

type Output<T> = T extends z.ZodType ? z.output<T> : undefined;
type Input<T> = T extends z.ZodType ? z.input<T> : undefined;

/** What a handler gets, after parsing. */
export interface Parsed<C extends Contract> {
  readonly params: Output<C['params']>;
  readonly query: Output<C['query']>;
  readonly body: Output<C['body']>;
}

/** What a caller gives, before parsing; parts that the contract doesn't have are left out. */
export type Call<C extends Contract> = Part<'params', Input<C['params']>> &
  Part<'query', Input<C['query']>> &
  Part<'body', Input<C['body']>>;

type Part<K extends string, T> = [T] extends [undefined]
  ? { readonly [key in K]?: undefined }
  : Record<string, never> extends T
    ? { readonly [key in K]?: T }
    : { readonly [key in K]: T };

/** What a success answers. */
export type Answer<C extends Contract> = Output<C['response']>;

export const contract = <const C extends Contract>(value: C): C => value;

export const successStatus = (of: Contract): 200 | 201 | 204 | 302 =>
  of.status ?? (of.response === undefined ? 204 : 200);
