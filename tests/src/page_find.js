// Elements that are visible and have the role and the name of the arguments, as an assistive program would tell
// them. Several roles are divided by a bar. A name between slashes is a regular expression.
const [given, name] = arguments;
const roles = given.split('|');
const native = {
  button: 'button, input[type=submit], input[type=button]',
  link: 'a[href]',
  textbox: 'input:not([type]), input[type=text], input[type=search], input[type=password], input[type=email], textarea',
  checkbox: 'input[type=checkbox]',
  radio: 'input[type=radio]',
  heading: 'h1, h2, h3, h4',
  combobox: 'select',
  navigation: 'nav',
  main: 'main',
  dialog: 'dialog',
};
const words = (text) => (text || '').replace(/\s+/g, ' ').trim();
const named = (element) => {
  const ids = element.getAttribute('aria-labelledby');
  if (ids) {
    const text = words(ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(' '));
    if (text) return text;
  }
  const label = words(element.getAttribute('aria-label'));
  if (label) return label;
  if (element.labels?.length) return words([...element.labels].map((l) => l.textContent).join(' '));
  return words(element.innerText) || words(element.value) || words(element.title) || words(element.placeholder);
};
const wanted = name.length > 1 && name.startsWith('/') && name.endsWith('/') ? new RegExp(name.slice(1, -1)) : null;
const suits = (text) => (wanted ? wanted.test(text) : name === '' || text === name);
const selector = roles.flatMap((role) => [`[role="${role}"]`, native[role]]).filter(Boolean).join(', ');
return [...document.querySelectorAll(selector)].filter((element) => {
  const own = element.getAttribute('role');
  if (own && !roles.includes(own)) return false;
  if (element.closest('[aria-hidden="true"], [inert]')) return false;
  if (element.getClientRects().length === 0 || getComputedStyle(element).visibility === 'hidden') return false;
  return suits(named(element));
});
