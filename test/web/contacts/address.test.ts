import { describe, expect, test } from 'vitest';
import { CONTACTS_SHAPE, contactsQuery } from '../../../src/web/contacts/address.js';
import { countryName, languageName } from '../../../src/web/contacts/names.js';
import { parseAddress } from '../../../src/web/kit/address.js';

const queryOf = (search: string) => contactsQuery(parseAddress(search, CONTACTS_SHAPE).values, 'usr_me');

describe('the list of contacts', () => {
  test('asks for what its address says', () => {
    expect(queryOf('q=%20wang%20&status=new&source=fair')).toEqual({ q: 'wang', status: 'new', source: 'fair' });
    expect(queryOf('')).toEqual({});
  });

  test('asks for the own contacts of whoever opens the link', () => {
    expect(queryOf('owner=me')).toEqual({ owner: 'usr_me' });
    expect(queryOf('owner=usr_2')).toEqual({ owner: 'usr_2' });
  });
});

describe('names', () => {
  test('of languages and countries are words of the reader’s language', () => {
    expect(languageName('en', 'zh-CN')).toBe('Chinese');
    expect(languageName('zh-CN', 'en')).toBe('英语');
    expect(countryName('en', 'DE')).toBe('Germany');
  });

  test('that are none stand as they are', () => {
    expect(languageName('en', 'plain English')).toBe('plain English');
    expect(countryName('en', 'Elbonia')).toBe('Elbonia');
  });
});
