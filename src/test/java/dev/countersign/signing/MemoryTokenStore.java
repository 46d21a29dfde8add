package dev.countersign.signing;

import dev.countersign.client.Change;
import dev.countersign.client.UnavailableException;
import dev.countersign.token.RevokedTokens;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKeyStore;
import java.util.ArrayList;
import java.util.List;

/** Signing keys and revocations in memory. Can be away. */
final class MemoryTokenStore implements SigningKeyStore, RevokedTokens {

    final List<Change> changes = new ArrayList<>();
    private final List<Revoked> revoked = new ArrayList<>();
    private List<SigningKey> keys = List.of();
    private long version;
    private int questions;
    private boolean away;

    synchronized void goAway(boolean gone) {
        away = gone;
    }

    /** How often it was asked for the keys' version or a revocation. */
    synchronized int questions() {
        return questions;
    }

    /** The same version, of another history. */
    synchronized void rewrite(List<SigningKey> others) {
        keys = others;
    }

    /** Back to before any revocation. */
    synchronized void restore() {
        revoked.clear();
    }

    @Override
    public synchronized List<SigningKey> all() {
        requireHere();
        return keys;
    }

    @Override
    public synchronized long version() {
        requireHere();
        return version;
    }

    @Override
    public synchronized List<SigningKey> change(Editing editing) {
        requireHere();
        Edited edited = editing.edit(keys);
        if (edited.change().isPresent()) {
            keys = edited.keys();
            changes.add(edited.change().get());
            version++;
        }
        return keys;
    }

    @Override
    public synchronized void revoke(Revoked token) {
        requireHere();
        revoked.add(token);
    }

    @Override
    public synchronized boolean isRevoked(String tokenId) {
        requireHere();
        return revoked.stream().anyMatch(token -> token.id().equals(tokenId));
    }

    @Override
    public synchronized Revocations since(long position, int limit) {
        requireHere();
        List<Revoked> found = revoked.stream().skip(position).limit(limit).toList();
        return new Revocations(Math.min(position, revoked.size()) + found.size(), found);
    }

    private void requireHere() {
        questions++;
        if (away) {
            throw new UnavailableException("the store is away");
        }
    }
}
