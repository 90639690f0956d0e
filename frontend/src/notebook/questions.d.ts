/** Code that kernels execute, as texts (`webpack.config.js`). */
declare module '*/ask_python.py' {
  const source: string;
  export default source;
}

declare module '*/ask_r.R' {
  const source: string;
  export default source;
}
