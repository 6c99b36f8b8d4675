import type { Profile } from '../../../contract/profile.ts';

/**
 * Search without explicit results, and video with restrictions, that no visitor can turn off: a name of a search engine is reached at the
 * address of the name that the engine itself publishes for this, and answers there for its own name, certificate included. An engine that
 * publishes none stays as it is; a profile that wants none of those refuses them as sites.
 *
 * Google: https://support.google.com/websearch/answer/186669. YouTube: https://support.google.com/a/answer/6214622.
 * Bing: https://support.microsoft.com/topic/946059ed-992b-46a0-944a-28e8fb8f1814.
 * DuckDuckGo: https://duckduckgo.com/duckduckgo-help-pages/features/safe-search.
 */

type Level = Profile['safeSearch'];

const engines: ReadonlyMap<string, string> = new Map([
  ['www.bing.com', 'strict.bing.com'],
  ['duckduckgo.com', 'safe.duckduckgo.com'],
  ['www.duckduckgo.com', 'safe.duckduckgo.com'],
  ['start.duckduckgo.com', 'safe.duckduckgo.com'],
  // Its pages fetch their results here.
  ['api.qwant.com', 'safeapi.qwant.com'],
  ['www.ecosia.org', 'strict-safe-search.ecosia.org'],
  ['search.brave.com', 'forcesafe.search.brave.com'],
  ['pixabay.com', 'safesearch.pixabay.com'],
]);

/** Google searches under a name of each country. */
const google = /^(www\.)?google\.(com|cat|[a-z]{2}|com?\.[a-z]{2})$/;

const video: ReadonlySet<string> = new Set([
  'm.youtube.com',
  'www.youtube.com',
  'www.youtube-nocookie.com',
  'youtube.googleapis.com',
  'youtubei.googleapis.com',
]);

const restrictedVideo = { moderate: 'restrictmoderate.youtube.com', strict: 'restrict.youtube.com' };

/** The name whose addresses stand for the host's. */
export function safeName(host: string, level: Level = 'off'): string {
  if (level === 'off') return host;
  if (video.has(host)) return restrictedVideo[level];
  return google.test(host) ? 'forcesafesearch.google.com' : (engines.get(host) ?? host);
}
