package espalier.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.article;
import static j2html.TagCreator.body;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.document;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.img;
import static j2html.TagCreator.join;
import static j2html.TagCreator.li;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.style;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import espalier.report.Report.Block;
import espalier.report.ResultTable.Column;
import j2html.tags.DomContent;
import j2html.tags.specialized.ATag;
import j2html.tags.specialized.TableTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A report as one HTML file that needs nothing else: pictures, charts and the tables' own files are inside. All text is
 * escaped; only charts, which are made here, go in as they are.
 */
public final class ReportPage {

    private static final String STYLES = "/espalier/assets/styles/report.css";

    /** A table of so many rows is not parted between two pages. */
    private static final int SHORT = 16;

    private int tables;
    private int figures;
    /** What columns mean, by their title, each meaning once. */
    private final Map<String, List<String>> meanings = new LinkedHashMap<>();

    private ReportPage() {}

    /** The file's content. */
    public static String of(Report report) {
        return new ReportPage().page(report);
    }

    private String page(Report report) {
        List<DomContent> parts = new ArrayList<>();
        report.sections()
                .forEach(each -> parts.add(section(h2(each.title()), each(each.blocks(), block -> block(block)))));
        if (!meanings.isEmpty()) {
            parts.add(section(h2("What the columns mean"),
                    dl(each(meanings.entrySet(),
                            entry -> join(dt(entry.getKey()), each(entry.getValue(), meaning -> dd(meaning)))))
                            .withClass("meanings"))
                    .withClass("small"));
        }
        return document(html(
                head(meta().withCharset("utf-8"),
                        meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                        meta().withName("color-scheme").withContent("light dark"), title(report.title()),
                        style(rawHtml(styles()))),
                body(article(header(h1(report.title()), p(report.subtitle()).withClass("subtitle"),
                        p(report.made()).withClass("made")), each(parts, part -> part))))
                .withLang("en"));
    }

    private static String styles() {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(STYLES))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A number and its unit stay on one line. */
    private static String tidy(String words) {
        return words.replace(" %", "\u00a0%").replace(" = ", "\u00a0=\u00a0").replace("(p < ", "(p\u00a0<\u00a0");
    }

    private DomContent block(Block block) {
        if (block instanceof Block.Heading heading) {
            return h3(heading.text());
        } else if (block instanceof Block.Words words) {
            return p(tidy(words.text()));
        } else if (block instanceof Block.Points points) {
            return ul(each(points.sentences(), sentence -> li(tidy(sentence))));
        } else if (block instanceof Block.Table table) {
            return tabular(table.table());
        } else if (block instanceof Block.Figure figure) {
            return charts(figure);
        } else if (block instanceof Block.Pictures pictures) {
            return pictures(pictures);
        } else if (block instanceof Block.Facts facts) {
            return dl(each(facts.values().entrySet(), fact -> div(dt(fact.getKey()), dd(fact.getValue()))))
                    .withClass("facts");
        }
        return pre(((Block.Verbatim) block).text());
    }

    private DomContent tabular(ResultTable shown) {
        tables++;
        shown.columns().stream().filter(column -> !column.meaning().isEmpty()).forEach(column -> {
            List<String> known = meanings.computeIfAbsent(column.title(), name -> new ArrayList<>());
            if (!known.contains(column.meaning())) {
                known.add(column.meaning());
            }
        });
        return figure(
                figcaption(strong("Table " + tables + ". " + shown.title() + (shown.title().endsWith("?") ? "" : ".")),
                        text(" " + tidy(shown.meaning()) + " "),
                        download("CSV", Report.name(shown.title()) + ".csv", "text/csv", shown.csv())),
                div(cells(shown)).withClass("scroll"),
                each(shown.sentences(), sentence -> p(tidy(sentence)).withClass("finding")))
                .withClass(shown.rows().size() <= SHORT ? "table short" : "table");
    }

    private static TableTag cells(ResultTable shown) {
        List<Column> columns = shown.columns();
        List<DomContent> rows = new ArrayList<>();
        for (List<String> row : shown.rows()) {
            List<DomContent> cells = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                cells.add(i == 0 ? th(row.get(0)).attr("scope", "row")
                        : td(tidy(row.get(i))).withClass(kind(columns, i)));
            }
            rows.add(tr(each(cells, cell -> cell)));
        }
        List<DomContent> headings = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            headings.add(th(columns.get(i).title()).attr("scope", "col").withTitle(columns.get(i).meaning())
                    .withClass(kind(columns, i)));
        }
        return table(thead(tr(each(headings, heading -> heading))), tbody(each(rows, row -> row)));
    }

    private static String kind(List<Column> columns, int index) {
        return columns.get(index).number() ? "number" : "words";
    }

    private DomContent charts(Block.Figure shown) {
        figures++;
        List<DomContent> files = new ArrayList<>();
        for (String chart : shown.charts()) {
            String name = Report.name(shown.name()) + (shown.charts().size() == 1 ? "" : "-" + (files.size() + 1));
            files.add(download(shown.charts().size() == 1 ? "SVG" : "SVG " + (files.size() + 1), name + ".svg",
                    "image/svg+xml", chart));
        }
        return figure(
                div(each(shown.charts(), chart -> rawHtml(chart)))
                        .withClass(shown.charts().size() > 1 ? "charts several" : "charts"),
                figcaption(strong("Figure " + figures + "."), text(" " + tidy(shown.caption()) + " "),
                        each(files, file -> file)));
    }

    /** A file within the file; of no use on paper. */
    private static ATag download(String label, String name, String type, String content) {
        return a(label).withClass("download").attr("download", name).withHref("data:" + type + ";base64,"
                + Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
    }

    private DomContent pictures(Block.Pictures shown) {
        figures++;
        List<DomContent> rows = new ArrayList<>();
        for (Block.Row row : shown.rows()) {
            List<DomContent> cells = new ArrayList<>();
            for (int i = 0; i < row.pictures().size(); i++) {
                Block.Picture picture = row.pictures().get(i);
                cells.add(td(
                        img().withSrc("data:image/png;base64," + Base64.getEncoder().encodeToString(picture.png()))
                                .withAlt(shown.columns().get(i) + ": " + row.title() + ". " + picture.caption()),
                        span(tidy(picture.caption())).withClass(picture.wrong() ? "wrong" : "right")));
            }
            rows.add(tr(th(row.title()).attr("scope", "row"), each(cells, cell -> cell)));
        }
        return figure(
                div(table(thead(tr(th(), each(shown.columns(), column -> th(column).attr("scope", "col")))),
                        tbody(each(rows, row -> row))).withClass("pictures")).withClass("scroll"),
                figcaption(strong("Figure " + figures + "."), text(" " + tidy(shown.caption())))).withClass("maps");
    }
}
