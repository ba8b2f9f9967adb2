/*
 * What is left of a Handlebars file once it has been checked: a small tree with only what a mail may do. The renderer
 * walks this tree and never runs generated code, so nothing a template or a record says can become a program.
 */

/** Lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface TemplateProblem extends Position {
  /** Relative to the templates folder. */
  readonly file: string;
  readonly code: TemplateProblemCode;
  readonly message: string;
}

export type TemplateProblemCode =
  | 'template-name'
  | 'template-head'
  | 'template-syntax'
  | 'template-too-deep'
  | 'unknown-helper'
  | 'helper-arguments'
  | 'unknown-partial'
  | 'recursive-partial'
  | 'too-many-partials'
  | 'unknown-layout'
  | 'unknown-name'
  | 'not-allowed'
  | 'unescaped-output'
  | 'unquoted-attribute'
  | 'unsafe-attribute'
  | 'full-width-braces';

export type Expression =
  | { readonly type: 'literal'; readonly value: string | number | boolean | null }
  | PathExpression
  | { readonly type: 'call'; readonly helper: string; readonly args: readonly Expression[]; readonly options: Options };

export interface PathExpression {
  readonly type: 'path';
  /** How many `../` it begins with. */
  readonly up: number;
  /** `@index` and its like are `data`; `@root.x` is `root`. */
  readonly from: 'scope' | 'data' | 'root';
  readonly parts: readonly string[];
  /** As written. */
  readonly text: string;
  readonly at: Position;
}

export type Options = { readonly [name: string]: Expression };

export type TemplateNode =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'print';
      readonly value: Expression;
      readonly raw: boolean;
      readonly text: string;
      readonly at: Position;
    }
  | {
      readonly type: 'if';
      readonly test: Expression;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    }
  | {
      readonly type: 'each' | 'with';
      readonly over: Expression;
      /** Block parameters: `as |item index|`. */
      readonly names: readonly string[];
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    }
  | {
      readonly type: 'partial';
      readonly name: string;
      readonly options: Options;
      readonly indent: string;
      readonly at: Position;
    };

/** A checked file or head value. */
export interface TemplateTree {
  readonly file: string;
  readonly nodes: readonly TemplateNode[];
}

/** In a mail with its layout; more are a mistake, or meant to keep us busy. */
export const MOST_PARTIALS = 1_000;
