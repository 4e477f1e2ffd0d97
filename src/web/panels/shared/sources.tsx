import { panelTexts } from '../../texts/panels.ts';
import { itemsOf, memberOf, textOf } from './json.ts';
import { tagName } from './names.ts';
import { hostOf, webAddressOf } from './web-address.ts';

/** One source as data gives it; each part that is absent or no text is undefined. */
interface Source {
  readonly publisher: string | undefined;
  readonly title: string | undefined;
  readonly attributedTo: string | undefined;
  readonly url: string | undefined;
  readonly publishedAt: string | undefined;
  readonly retrievedAt: string | undefined;
  readonly grade: string | undefined;
  readonly quote: string | undefined;
}

/** Lists who says something, where and when, and how far it is to be trusted; that no source is named is said. */
export function Sources({ sources }: { readonly sources: unknown }) {
  const told = itemsOf(sources).map(sourceOf);
  if (told.length === 0) return <p class="quiet">{panelTexts.noSource}</p>;
  return (
    <ul class="sources">
      {told.map((source, index) => (
        <li key={index}>
          <SourceLine source={source} />
        </li>
      ))}
    </ul>
  );
}

function SourceLine({ source }: { readonly source: Source }) {
  const { publisher, title, attributedTo, url, publishedAt, retrievedAt, grade, quote } = source;
  const texts = panelTexts.source;
  return (
    <>
      <span class="source-publisher">{publisher ?? panelTexts.noSource}</span>
      {grade !== undefined && <Grade grade={grade} />}
      {attributedTo !== undefined && <span> {texts.attributed(tagName(attributedTo))}</span>}
      {title !== undefined && <cite class="source-title">{title}</cite>}
      {publishedAt !== undefined && <span class="quiet"> {texts.published(publishedAt)}</span>}
      {retrievedAt !== undefined && <span class="quiet"> {texts.retrieved(retrievedAt)}</span>}
      {url !== undefined && <WebLink url={url} />}
      {quote !== undefined && <blockquote class="source-quote">{quote}</blockquote>}
    </>
  );
}

/** An Admiralty grade with what it means. */
export function Grade({ grade }: { readonly grade: string }) {
  const words = panelTexts.source.gradeWords(grade);
  return (
    <abbr class="grade" title={`${panelTexts.source.grade(grade)}: ${words}`}>
      {grade}
    </abbr>
  );
}

/**
 * An address from data: a link where it is one of the web, and else its text.
 *
 * Where a link leads learns nothing of this page, and cannot reach it.
 */
export function WebLink({ url }: { readonly url: string }) {
  const address = webAddressOf(url);
  if (address === undefined)
    return (
      <span class="source-url" title={panelTexts.source.notALink}>
        {url}
      </span>
    );
  return (
    <a
      class="source-url"
      href={address}
      target="_blank"
      rel="noopener noreferrer"
      title={`${address} (${panelTexts.source.leaves})`}
    >
      {hostOf(address)}
    </a>
  );
}

function sourceOf(source: unknown): Source {
  const text = (name: string) => textOf(memberOf(source, name));
  return {
    publisher: text('publisher'),
    title: text('title'),
    attributedTo: text('attributedTo'),
    url: text('url'),
    publishedAt: text('publishedAt'),
    retrievedAt: text('retrievedAt'),
    grade: text('grade'),
    quote: text('quote'),
  };
}
