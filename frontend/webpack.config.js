// What kernels are asked stands in the Python package, in files of the kernels' languages; here it is a text.
module.exports = { module: { rules: [{ test: /\/ask_(python\.py|r\.R)$/, type: 'asset/source' }] } };
