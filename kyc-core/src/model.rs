//! Models: the manifest, the store and the contract each model keeps.
