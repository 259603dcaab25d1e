package espalier.study.web;

import espalier.basics.Problem;
import espalier.study.Study;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a study's page to phones and laptops on the local network, from the address that the teacher chooses, until it
 * is closed. Whoever has the join code takes part.
 */
public final class StudyServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StudyServer.class);
    private static final int THREADS = 24;
    /** A browser opens up to six. */
    private static final int CONNECTIONS = 600;
    private static final long IDLE_MILLIS = 30_000;
    private static final int HEADER_BYTES = 4096;
    private static final long STOP_MILLIS = 2000;

    private final Server server;
    private final Participants participants;
    private final URI url;

    private StudyServer(Server server, Participants participants, URI url) {
        this.server = server;
        this.participants = participants;
        this.url = url;
    }

    /**
     * Begins to serve a study that stays open for as long.
     *
     * @param address of this machine that others reach it by: one of {@link #addresses}
     * @param port    0 for any that is free
     * @throws Problem where the address or port cannot be had
     */
    public static StudyServer start(Study study, InetAddress address, int port) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("espalier-study");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setIdleTimeout(IDLE_MILLIS);
        ServerConnector connector = new ServerConnector(server, 1, 2, new HttpConnectionFactory(http));
        connector.setHost(address.getHostAddress());
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
        Participants participants = new Participants(study::knows, System::nanoTime);
        StudyHandler handler = new StudyHandler(study, participants);
        SizeLimitHandler limited = new SizeLimitHandler(StudyHandler.BODY_BYTES, -1);
        limited.setHandler(handler);
        server.setHandler(limited);
        server.setErrorHandler(handler::error);
        server.setStopTimeout(STOP_MILLIS);
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            boolean taken = e instanceof BindException || e.getCause() instanceof BindException;
            throw new Problem("The page cannot be served at " + address.getHostAddress() + (port == 0 ? "" : ":" + port)
                    + (taken ? ", as another program has it. Choose another port or address."
                            : ". Choose another address."),
                    e);
        }
        return new StudyServer(server, participants,
                URI.create("http://" + address.getHostAddress() + ":" + connector.getLocalPort() + "/"));
    }

    /** This machine's addresses that a server can be bound to, those that other machines reach first. */
    public static List<InetAddress> addresses() {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (network.isUp() && !network.isLoopback()) {
                    Collections.list(network.getInetAddresses()).stream().filter(Inet4Address.class::isInstance)
                            .forEach(addresses::add);
                }
            }
        } catch (SocketException e) {
            LOG.warn("Cannot list this machine's addresses", e);
        }
        addresses.add(InetAddress.getLoopbackAddress());
        return addresses;
    }

    /** Where the page is. */
    public URI url() {
        return url;
    }

    /** What participants type to take part. */
    public String code() {
        return participants.code();
    }

    /** Where the page is, with the code: what a QR code holds. */
    public URI joinUrl() {
        return URI.create(url + "?code=" + code());
    }

    /** How many participants did something within the last minutes. */
    public int present() {
        return participants.present();
    }

    /** Stops serving; the study stays open. */
    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("Stopping the server of a study", e);
        }
    }
}
