/** What a model costs, in US dollars a million tokens. */
export type Price = { inputPerMillion: number; cachedPerMillion: number; outputPerMillion: number };

/** Tokens of a model call. `input` includes what was cached, `output` what was reasoned. */
export type Tokens = { input: number; cached: number; output: number; reasoning: number };

/** Some models cost more once the prompt is long. */
type Table = (model: string, o: { promptTokens: number }) => Price | null;

let priceOf: Table = () => null;

/** Sets the table of prices of this process; without a call no price is known. */
export function setPrices(table: Table): void {
  priceOf = table;
}

/** What a provider takes for a call, in millionths of a US dollar; null when the price of the model is not known. */
export function costOf(model: string, tokens: Tokens): number | null {
  const price = priceOf(model, { promptTokens: tokens.input });
  if (price === null) return null;
  // Dollars a million tokens are millionths of a dollar a token.
  const read = (tokens.input - tokens.cached) * price.inputPerMillion + tokens.cached * price.cachedPerMillion;
  return Math.round(read + tokens.output * price.outputPerMillion);
}
