import { Composer, CST, Lexer, Parser } from 'yaml';
import { type PlacedFault, YamlBuilder, type YamlValue } from './yaml-builder.ts';

/** Lists and mappings within each other; a lab needs nine. *Own design.* */
export const YAML_NESTING_LIMIT = 32;

/** The value of one YAML 1.2 document (merge keys understood), or faults alone when the text is none. Never throws. */
export function readYaml(text: string): YamlValue {
  const tokens = tokensOf(text);
  if (!Array.isArray(tokens)) return unreadable([tokens]);
  const composer = new Composer({
    // Asks each key about each other; the builder knows a quicker way.
    uniqueKeys: false,
    schema: 'core',
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const documents = [...composer.compose(tokens, true, text.length)];
  const [document, second] = documents;
  const syntax = [...(document?.errors ?? []), ...(document?.warnings ?? [])].map(({ pos, message }) => ({
    offset: pos[0],
    sentence: `${oneLine(message)}: expected YAML 1.2`,
  }));
  if (second !== undefined) {
    syntax.push({ offset: second.range[0], sentence: 'a second document begins: expected one document' });
  }
  if (document === undefined || syntax.length > 0) return unreadable(syntax);
  return new YamlBuilder().build(document.contents);
}

function unreadable(faults: readonly PlacedFault[]): YamlValue {
  return { value: undefined, faults, offsetOf: () => 0, sourceOf: () => undefined };
}

function oneLine(message: string): string {
  return message.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** Nesting is looked at on the way, before anything that calls itself for each level. */
function tokensOf(text: string): CST.Token[] | PlacedFault {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    const nested = parser.stack.filter(CST.isCollection);
    const tooDeep = nested[YAML_NESTING_LIMIT];
    if (tooDeep !== undefined) {
      const sentence = `lists and mappings lie deeper than ${YAML_NESTING_LIMIT} within each other: expected at most as many`;
      return { offset: tooDeep.offset, sentence };
    }
  }
  tokens.push(...parser.end());
  return tokens;
}
