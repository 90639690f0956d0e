/** What stylesheets and pictures are to tests. */
export default '';
