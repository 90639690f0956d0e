// jsdom, with computed styles in a fraction of the time.
//
// A search for an element by its role asks for the computed styles of most elements. For each, jsdom matches all rules
// of its default style sheet with the element and its ancestors. Nearly all of these rules begin with the names of
// elements, so that most are known not to match before a selector is evaluated.
const selectors = require('jsdom/lib/jsdom/living/helpers/selectors');

const namesOfSelectors = new Map();

// The names of the elements that a selector can match; null if these are not obvious.
function namesIn(selector) {
  if (selector.startsWith('@')) {
    return new Set(); // jsdom's parser takes an @-rule for a part of the next selector, which then is invalid
  }
  if (/[^\w\s,:.#="[\]>-]/.test(selector)) {
    return null;
  }
  const names = selector.split(',').map(each => /^[a-z][a-z0-9]*/.exec(each.split(/[\s>]/).pop())?.[0]);
  return names.every(Boolean) ? new Set(names) : null;
}

const { matchesDontThrow } = selectors;
selectors.matchesDontThrow = (element, selector) => {
  if (!namesOfSelectors.has(selector)) {
    namesOfSelectors.set(selector, namesIn(selector));
  }
  const names = namesOfSelectors.get(selector);
  return (
    (names === null || names.has(element._localName.toLowerCase())) && matchesDontThrow(element, selector)
  );
};

module.exports = require('jest-environment-jsdom');
