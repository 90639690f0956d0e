// Files of other languages are texts, as `webpack.config.js` makes them.
module.exports = {
  process: source => ({ code: `module.exports = { __esModule: true, default: ${JSON.stringify(source)} };` })
};
