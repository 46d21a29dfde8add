package com.example.ldap;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientStore;
import dev.countersign.client.UnavailableException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.naming.CommunicationException;
import javax.naming.InterruptedNamingException;
import javax.naming.NamingException;
import javax.naming.ServiceUnavailableException;

/**
 * Finds clients in a directory. Each look-up runs on one of a few threads, so that the caller's wait is bounded as a
 * whole: the timeouts of the platform's LDAP are for single steps. There are as many threads as connections.
 * Thread-safe.
 */
final class LdapClientStore implements ClientStore, AutoCloseable {

    /** Look-ups that may wait for a thread; beyond it a look-up fails at once. */
    private static final int MAX_WAITING = 200;

    /** After it a thread that has nothing to do ends. */
    private static final long IDLE_SECONDS = 30;

    private final LdapSettings settings;
    private final Directory directory;
    private final ConcurrentLinkedDeque<Directory.Connection> idle = new ConcurrentLinkedDeque<>();
    private final ThreadPoolExecutor threads;

    LdapClientStore(LdapSettings settings) {
        this.settings = settings;
        this.directory = new Directory(settings);
        this.threads = new ThreadPoolExecutor(
                settings.connections(),
                settings.connections(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                LdapClientStore::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public Optional<Client> find(ClientId id) {
        Future<Optional<Client>> answer;
        try {
            answer = threads.submit(() -> ask(id));
        } catch (RejectedExecutionException e) {
            throw new UnavailableException("too many ask the directory at once, or it is closed", e);
        }
        try {
            return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UnavailableException("the directory did not answer within " + settings.timeout(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while the directory was asked", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new UnavailableException("the directory cannot tell: " + e.getCause(), e.getCause());
        } finally {
            // Nothing, when it is over. Otherwise its connection is closed, and what waits is not begun.
            answer.cancel(true);
        }
    }

    /** Ends the threads and the connections; look-ups fail from now on. */
    @Override
    public void close() {
        threads.shutdownNow();
        closeIdle();
    }

    /** By a connection that is there, or by a new one where that has died meanwhile. */
    private Optional<Client> ask(ClientId id) throws NamingException {
        Directory.Connection kept = idle.pollFirst();
        if (kept == null) {
            return ask(id, directory.connect());
        }
        if (kept.isOld()) {
            // So are the others: the one that was used last is the first.
            kept.close();
            closeIdle();
            return ask(id, directory.connect());
        }
        try {
            return ask(id, kept);
        } catch (InterruptedNamingException e) {
            // It did not answer in time; the others would not either.
            closeIdle();
            throw e;
        } catch (CommunicationException | ServiceUnavailableException e) {
            // The server was started anew, or has closed its connections.
            closeIdle();
            return ask(id, directory.connect());
        }
    }

    private Optional<Client> ask(ClientId id, Directory.Connection connection) throws NamingException {
        boolean usable = false;
        try {
            Optional<Client> found = connection.find(id);
            usable = true;
            return found;
        } finally {
            if (usable) {
                idle.addFirst(connection);
            } else {
                connection.close();
            }
            if (threads.isShutdown()) {
                closeIdle();
            }
        }
    }

    private void closeIdle() {
        for (Directory.Connection old = idle.pollFirst(); old != null; old = idle.pollFirst()) {
            old.close();
        }
    }

    /** The platform's LDAP loads our socket factory by the thread's class loader. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "ldap-clients");
        thread.setDaemon(true);
        thread.setContextClassLoader(LdapClientStore.class.getClassLoader());
        return thread;
    }
}
