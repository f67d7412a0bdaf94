// What Next tells TypeScript about style sheets and pictures, also before the first build has written next-env.d.ts.
/// <reference types="next" />
/// <reference types="next/image-types/global" />
