import '@testing-library/jest-dom';

// jsdom has none; Lumino's widgets derive a class from it.
window.DragEvent ??= class extends MouseEvent {} as typeof DragEvent;
