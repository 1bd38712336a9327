import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const CORE = { group: ['@tauri-apps/*', '#core'], message: 'Only src/ipc talks to the core.' };

/** The folders of features, lowest first: each may use those before it, and none behind it. */
const FEATURES = [
  'undoing',
  'waiting',
  'sign-in',
  'services',
  'connections',
  'token',
  'activity',
  'settings',
  'entities',
  'changes',
  'palette',
];

const arrows = FEATURES.slice(0, -1).map((feature, at) => {
  const above = FEATURES.slice(at + 1);
  return {
    files: [`src/features/${feature}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            CORE,
            {
              group: above.map((name) => `**/${name}/*`),
              message: `Features build on each other one way: ${feature} comes before ${above.join(', ')}.`,
            },
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ['dist', 'dist-fake', 'src/ipc/bindings.ts', 'eslint.config.js'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [CORE],
        },
      ],
    },
  },
  { files: ['src/ipc/**'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['src/components/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@tauri-apps/*', '**/ipc/*', '**/features/*'],
              message: 'Components know no domain.',
            },
          ],
        },
      ],
    },
  },
  ...arrows,
);
