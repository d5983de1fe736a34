/** Lets a reader search and sort the units; without it the page shows all of them in the order in which they move. */
export const SCRIPT = `
(function () {
  'use strict';
  var table = document.querySelector('table.units');
  if (!table) return;
  var body = table.tBodies[0];
  var rows = Array.prototype.slice.call(body.rows);
  var tools = document.querySelector('.tools');
  var search = tools.querySelector('input');
  var outcome = tools.querySelector('select');
  var shown = tools.querySelector('output');
  tools.hidden = false;

  function filter() {
    var words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    var count = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      var fits = outcome.value === '' || row.dataset.outcome === outcome.value;
      row.hidden = !fits || !words.every(function (word) { return text.indexOf(word) >= 0; });
      if (!row.hidden) count++;
    });
    shown.textContent = count + ' of ' + rows.length;
  }

  function sort(head, index) {
    var down = head.getAttribute('aria-sort') === 'ascending';
    heads.forEach(function (other) { other.setAttribute('aria-sort', 'none'); });
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    function key(row) { var cell = row.cells[index]; return cell.dataset.sort || cell.textContent; }
    rows.slice().sort(function (a, b) {
      var order = key(a).localeCompare(key(b), 'en', { numeric: true });
      return down ? -order : order;
    }).forEach(function (row) { body.appendChild(row); });
  }

  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  heads.forEach(function (head, index) {
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.textContent = '';
    head.appendChild(button);
    head.setAttribute('aria-sort', 'none');
    button.addEventListener('click', function () { sort(head, index); });
  });
  search.addEventListener('input', filter);
  outcome.addEventListener('change', filter);
  filter();
})();
`;
