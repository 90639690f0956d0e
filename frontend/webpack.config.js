// Scripts for kernels are files of the Python package; the panel imports them as texts.
module.exports = { module: { rules: [{ test: /\/ask_(python\.py|r\.R)$/, type: 'asset/source' }] } };
