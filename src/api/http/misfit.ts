import { z } from 'zod';
import { nearest } from '../../domain/nearest.js';
import { Problem, type ProblemDetail } from './problem.js';
import type { RequestMisfit } from './zod-provider.js';

type Issue = z.core.$ZodIssue;

/** The problem that tells a client, place by place, why its request was not taken. */
export function misfitProblem(misfit: RequestMisfit): Problem {
  const errors = misfit.issues.flatMap((issue) => details(issue, [], misfit.schema));
  const detail = errors
    .map((error) => (error.pointer === '' ? error.message : `${error.pointer}: ${error.message}`))
    .join('; ');
  // An id of the wrong form names nothing, so it gets what an unknown id gets.
  if (misfit.part === 'params') return new Problem('not-found', `There is nothing at this address: ${detail}`);
  if (misfit.part !== 'querystring') return new Problem('invalid', detail, errors);
  const unknown = errors.some((error) => error.code === 'unknown-field');
  return new Problem(unknown ? 'unknown-parameter' : 'bad-parameter', detail, errors);
}

function details(issue: Issue, above: readonly PropertyKey[], schema: z.ZodType): ProblemDetail[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({
      pointer: pointer([...path, key]),
      code: 'unknown-field',
      message: unknownKey(key, known),
    }));
  }
  if (issue.code === 'invalid_union') return likeliest(issue.errors).flatMap((inner) => details(inner, path, schema));
  return [{ pointer: pointer(path), code: CODES[issue.code] ?? 'wrong-value', message: sentence(issue) }];
}

const CODES: { readonly [code: string]: string } = {
  invalid_type: 'wrong-type',
  too_big: 'too-big',
  too_small: 'too-small',
  invalid_format: 'wrong-format',
};

/** Of the branches of a union, the one that was meant: not refused as a whole. */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const inside = branches.find(
    (issues) => !issues.some((issue) => issue.path.length === 0 && issue.code === 'invalid_type'),
  );
  return inside ?? branches[0] ?? [];
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  const shown = key.length > 60 ? `${key.slice(0, 57)}...` : key;
  return `unknown "${shown}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
}

function sentence(issue: Issue): string {
  const text = issue.message.replace(/^Invalid input: /, '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The keys that the schema has at a place; none if the place can't be found. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return keysAt(schema.def.innerType, path);
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => [...keysAt(option, path)]);
  const [first, ...rest] = path;
  if (schema instanceof z.ZodArray) return typeof first === 'number' ? keysAt(schema.element, rest) : [];
  if (!(schema instanceof z.ZodObject)) return [];
  if (first === undefined) return Object.keys(schema.shape);
  const next: z.core.$ZodType | undefined = schema.shape[String(first)];
  return next === undefined ? [] : keysAt(next, rest);
}

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
