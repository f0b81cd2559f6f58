export { default } from '../../tsdown.base.mjs';
