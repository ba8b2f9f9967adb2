import { parseDefinition } from '../../../domain/definition/parse.js';
import type { Instant } from '../../../domain/instant.js';
import type { PublishedForm } from '../../form-ports.js';
import type { DefinitionStore } from '../../store-ports.js';

/** For so long a new version is not asked for: a flood reads the definition some times a minute, not each time. */
const FRESH_FOR = 2_000;
const MOST_KEPT = 500;

/** The published forms, as they were moments ago. */
export class FormShelf {
  private readonly kept = new Map<string, { readonly at: Instant; readonly form: Promise<PublishedForm | null> }>();

  constructor(
    private readonly definitions: Pick<DefinitionStore, 'get'>,
    private readonly realNow: () => Instant,
  ) {}

  /** null: there is no such form. */
  async get(id: string): Promise<PublishedForm | null> {
    const now = this.realNow();
    const known = this.kept.get(id);
    if (known !== undefined && now - known.at < FRESH_FOR) return await known.form;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const form = this.read(id);
    this.kept.set(id, { at: now, form });
    form.catch(() => this.kept.delete(id));
    return await form;
  }

  private async read(id: string): Promise<PublishedForm | null> {
    const published = await this.definitions.get(id);
    if (published?.kind !== 'form') return null;
    const { definition } = parseDefinition({ file: id, text: published.text });
    return definition?.kind === 'form' ? { form: definition, version: published.version } : null;
  }
}
